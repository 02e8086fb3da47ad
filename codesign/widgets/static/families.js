// The colour of each family of codes.

/** @type {Record<string, string>} */
export const FAMILY_COLOURS = {
  "skill-gap": "#0072b2",
  "can-move": "#117733",
  "hiring-challenge": "#aa4499",
  "job-task": "#b35900",
  tool: "#5d4a9c",
  knowledge: "#007a87",
  standard: "#7a5c00",
  "credential-signal": "#c2185b",
  delivery: "#44606b",
  "assessment-idea": "#2e6f40",
  pathway: "#8a4b00",
};

/** @param {string | undefined} family */
export const colour = (family) => FAMILY_COLOURS[family || ""] || FAMILY_COLOURS.delivery;
