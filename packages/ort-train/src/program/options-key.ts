/** The options of a program as a key. */

/** Canonical JSON: the keys of objects sorted, what is undefined left out. Throws on what JSON cannot say. */
export function optionsKey(options: unknown): string {
  switch (typeof options) {
    case 'number':
      // JSON has no infinity; a key needs one.
      return Number.isFinite(options) ? JSON.stringify(options) : `"${options}"`
    case 'string':
    case 'boolean':
      return JSON.stringify(options)
    case 'object': {
      if (options === null) return 'null'
      if (Array.isArray(options)) return `[${options.map(optionsKey).join(',')}]`
      const prototype = Object.getPrototypeOf(options) as unknown
      if (prototype !== Object.prototype && prototype !== null)
        throw new Error(`A program's options are plain data, and ${options.constructor.name} is not.`)
      const entries = Object.entries(options).filter(([, value]) => value !== undefined)
      return `{${entries
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => `${JSON.stringify(name)}:${optionsKey(value)}`)
        .join(',')}}`
    }
    default:
      throw new Error(`A program's options are plain data, and a ${typeof options} is not.`)
  }
}
