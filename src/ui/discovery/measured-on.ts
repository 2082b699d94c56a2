/** On how many hard problems of either family the discovery curves were measured, with how many seeds each. */
export const measuredOn = { problems: 40, seeds: 5 }
