/** Hatching over the colours: areas whose place in the most deprived tenth is not sure. */

const SIZE = 7; // pixels of a tile
const LINE = 1.1; // pixels
const EDGE = 2.6; // pixels: of the line with its dark sides, so that it shows on light and dark
const WHITE = [255, 255, 255, 0.95];
const DARK = [46, 20, 4, 0.5];

/** How unsure an area is, and the pattern that says so: lines, and lines that cross. */
export const HATCHINGS = [
  { reliability: "probably", crossed: false },
  { reliability: "possibly", crossed: true },
];

/** The layers that hatch the areas; hidden until there is something to be said. */
export const HATCHED = HATCHINGS.map(({ reliability }) => ({
  id: nameOf(reliability),
  type: "fill",
  source: "areas",
  filter: ["==", ["get", "reliability"], reliability],
  layout: { visibility: "none" },
  paint: { "fill-pattern": nameOf(reliability), "fill-antialias": false },
}));

/** Give a map the patterns, as fine as the screen is. */
export function addPatterns(map) {
  const pixelRatio = Math.max(1, Math.ceil(globalThis.devicePixelRatio ?? 1));
  HATCHINGS.forEach(({ reliability, crossed }) => {
    map.addImage(nameOf(reliability), pattern(crossed, pixelRatio), { pixelRatio });
  });
}

/** Show the hatching of a map, or hide it. */
export function showHatching(map, shown) {
  HATCHED.forEach(({ id }) => map.setLayoutProperty(id, "visibility", shown ? "visible" : "none"));
}

function nameOf(reliability) {
  return `hatch-${reliability}`;
}

/** A tile that fits its neighbours: white lines with dark sides. */
function pattern(crossed, scale) {
  const width = SIZE * scale;
  const data = new Uint8ClampedArray(width * width * 4);
  for (let pixel = 0; pixel < width * width; pixel += 1) {
    const x = (pixel % width) + 0.5;
    const y = Math.floor(pixel / width) + 0.5;
    const away = Math.min(distance(x - y, width), crossed ? distance(x + y, width) : width);
    data.set(mixed(covered(away, LINE * scale), covered(away, EDGE * scale)), pixel * 4);
  }
  return { width, height: width, data };
}

/** How far a point is from the nearest of the slanting lines. */
function distance(along, width) {
  const past = ((along % width) + width) % width;
  return Math.min(past, width - past) / Math.SQRT2;
}

/** Which part of a pixel a line covers. */
const covered = (away, thick) => Math.min(1, Math.max(0, thick / 2 - away + 0.5));

/** The colour of a pixel: the line over its sides. */
function mixed(line, sides) {
  const over = WHITE[3] * line;
  const under = DARK[3] * sides * (1 - over);
  const alpha = over + under;
  const part = alpha && over / alpha;
  return [...[0, 1, 2].map((k) => WHITE[k] * part + DARK[k] * (1 - part)), alpha * 255];
}
