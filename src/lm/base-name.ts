/** How a base model is named in an adapter: by its hub id alone, as `huggingface_hub` checks it, its revision apart. */

/** `owner/name` of `owner/name@revision`; null where the model is a file of the person's own, which no hub knows. */
export function hubName(id: string): string | null {
  const name = id.replace(/@[^@/]*$/, '')
  return /^(?:[\w.-]{1,96}\/)?[\w.-]{1,96}$/.test(name) && !/--|\.\./.test(name) ? name : null
}

/** What stands behind the @; null where nothing does, or the name is none of the hub's. */
export function hubRevision(id: string): string | null {
  return hubName(id) === null ? null : (/@([^@/]+)$/.exec(id)?.[1] ?? null)
}

/** Whether an adapter's base is this model, whatever the revision that either names. */
export const sameBase = (a: string, b: string): boolean =>
  a === b || (hubName(a) !== null && hubName(a) === hubName(b))
