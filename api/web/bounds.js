/** Envelopes of features: [west, south, east, north] in degrees. */

const EMPTY = [Infinity, Infinity, -Infinity, -Infinity];

/** The envelope of these features; null where none has a shape. */
export function envelope(features) {
  const box = features.reduce((found, { geometry }) => widen(found, geometry?.coordinates ?? []), EMPTY);
  return box[0] === Infinity ? null : box;
}

/** Whether the first envelope lies inside the second. */
export const inside = (a, b) => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];

function widen(box, coordinates) {
  if (typeof coordinates[0] !== "number") return coordinates.reduce(widen, box);
  const [x, y] = coordinates;
  return [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
}
