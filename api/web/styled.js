/** The map on the page of a style: MapLibre with that style, as any other map has it. */

const ground = document.getElementById("map");
const { style, bounds, words } = ground.dataset;
const figure = ground.parentElement;

async function draw() {
  figure.hidden = false;
  try {
    const map = new globalThis.maplibregl.Map({
      container: ground,
      style,
      bounds: bounds.split(",").map(Number),
      fitBoundsOptions: { padding: 16 },
      attributionControl: false,
      dragRotate: false,
      renderWorldCopies: false,
      fadeDuration: 0,
    });
    map.getCanvas().setAttribute("aria-label", words);
    const failed = new Promise((_, reject) => map.once("error", ({ error }) => reject(error)));
    await Promise.race([map.once("idle"), failed]);
  } catch (error) {
    figure.hidden = true;
    throw error;
  }
}

draw()
  .catch((error) => console.info(`The map cannot be drawn: ${error.message}`))
  .finally(() => (document.body.dataset.ready = "true"));
