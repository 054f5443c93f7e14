/** The map on a page of OGC API: its areas by decile, on a plain ground. */

import { AreaMap } from "./map.js";

const PADDING = { top: 16, right: 16, bottom: 16, left: 16 };
const ground = document.getElementById("map");
const { areas, link, words, colors, missing } = ground.dataset;
const palette = colors.split(" ");

/** A feature with the colour of its decile; deciles go two by two. */
function coloured(feature) {
  const { decile } = feature.properties;
  const place = decile == null ? null : Math.floor((decile - 1) / 2);
  return { ...feature, properties: { ...feature.properties, class: place, color: palette[place] ?? missing } };
}

/** What stands under the map while an area is pointed at. */
function told(properties) {
  if (!properties) return "";
  const { area_code: code, area_name: name, decile } = properties;
  return [name ?? code, decile].filter((part) => part != null).join(" · ");
}

async function draw() {
  const answer = await fetch(areas);
  if (!answer.ok) throw new Error(answer.statusText);
  const collection = await answer.json();
  const features = (collection.features ?? [collection]).filter(({ geometry }) => geometry);
  if (!features.length) return;
  const figure = ground.parentElement;
  figure.hidden = false;
  try {
    const map = new AreaMap(ground, {
      onHover: (properties) => (document.getElementById("under").textContent = told(properties)),
      onChoose: (code) => link && location.assign(`${link}${encodeURIComponent(code)}?f=html&lang=${document.documentElement.lang}`),
    });
    map.describe(words);
    await map.show({ type: "FeatureCollection", features: features.map(coloured) });
    map.showAll(null, PADDING, { animate: false, maxZoom: 13 });
  } catch (error) {
    figure.hidden = true;
    throw error;
  }
}

draw()
  .catch((error) => console.info(`The map cannot be drawn: ${error.message}`))
  .finally(() => (document.body.dataset.ready = "true"));
