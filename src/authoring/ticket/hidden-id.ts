/** The id of a problem whose meaning is hidden: it carries the ticket's code, so that a link to it is short. */
const prefix = 'hidden-'

export const hiddenId = (code: string): string => `${prefix}${code}`

/** The ticket's code in such an id; null where the id is another's. */
export const codeInId = (id: string): string | null =>
  id.startsWith(prefix) ? id.slice(prefix.length) : null
