/** Unless told otherwise: samples of the untouched model that say whether a problem is hard, and are used for nothing else. */
export const classSamples = 32
