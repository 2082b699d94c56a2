/** Names of options that are called as their values are: they stand apart from these, so that another language can have its own. */

export const levelNames = { logit: 'logit', token: 'token', sequence: 'sequence' }

/** Which tokens are distilled, as a change or a default is told. */
export const selectionNames = { all: 'all', entropy: 'entropy', divergence: 'divergence' }

export const stopNames = { budget: 'budget', mastered: 'mastered', plateau: 'plateau' }

export const toldNames = { random: 'random', first: 'first', reference: 'reference' }
