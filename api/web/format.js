/** Numbers as people of a language write them. */

const THOUSANDS_OF_EUROS = "× €1,000";

/** Formats for a language; all of them take null for a figure that is not there. */
export function makeFormat(lang) {
  const locale = lang === "nl" ? "nl-NL" : "en-GB";
  const number = (value, digits = 1) =>
    value == null ? "–" : new Intl.NumberFormat(locale, fraction(digits)).format(value);
  const whole = (value) => number(value, 0);
  const percent = (share) =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share);
  const euros = (thousands) => {
    const style = { style: "currency", currency: "EUR", maximumFractionDigits: 0 };
    return new Intl.NumberFormat(locale, style).format(Math.round(thousands * 10) * 100);
  };
  return { number, whole, percent, figure: figureIn(number, euros, lang) };
}

const fraction = (digits) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A raw figure with its unit: 12,3% · € 245.300 · 4,1 per 1.000 · 1,2 °C. */
function figureIn(number, euros, lang) {
  const perThousand = lang === "nl" ? "per 1.000" : "per 1,000";
  return (value, unit) => {
    if (value == null) return "–";
    if (unit === "%") return `${number(value)}%`;
    if (unit === THOUSANDS_OF_EUROS) return euros(value);
    if (unit === "per 1,000") return `${number(value)} ${perThousand}`;
    return unit === "°C" ? `${number(value)} °C` : number(value);
  };
}

/** How many decimals keep these bounds apart: one, none for euros, more where they must. */
export function digitsFor(bounds, unit) {
  const apart = (digits) => new Set(bounds.map((bound) => bound.toFixed(digits))).size;
  const least = unit === THOUSANDS_OF_EUROS ? 0 : 1;
  return [0, 1, 2, 3].find((digits) => digits >= least && apart(digits) === new Set(bounds).size) ?? 3;
}
