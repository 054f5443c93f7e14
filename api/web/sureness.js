/** How sure a rank is, in words; nothing where the service does not know. */

import { format, t } from "./texts.js";

/** Between which ranks an area stands, nine times in ten; null where that is not known. */
export function between({ rank_low: low, rank_high: high }) {
  if (low == null || high == null) return null;
  const { whole } = format();
  if (low === high) return t("rank.always", { rank: whole(low) });
  return t("rank.between", { low: whole(low), high: whole(high) });
}

/** Whether the service has told of a map how sure the ranks are; it may still be finding out. */
export const isKnown = ({ legend, collection: { features } }) =>
  legend.certainty != null && features.every(({ properties }) => "reliability" in properties);

/** Whether a map is hatched: where there are tenths, which are those of the index and of nothing else. */
export const isHatched = (shown) =>
  shown.measure.kind === "index" && isKnown(shown) && shown.legend.certainty.classes.some(({ count }) => count > 0);
