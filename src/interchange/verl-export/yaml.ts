/** Settings by their paths as the nested YAML that verl's Hydra reads: keys as they are, values in JSON, which YAML contains. */
export function nestedYaml(settings: Readonly<Record<string, unknown>>): string {
  const tree: Tree = new Map()
  for (const [path, value] of Object.entries(settings)) {
    const keys = path.split('.')
    let branch = tree
    for (const key of keys.slice(0, -1)) {
      const next = branch.get(key)
      const into: Tree = next instanceof Map ? next : new Map()
      branch.set(key, into)
      branch = into
    }
    branch.set(keys.at(-1)!, value)
  }
  return lines(tree, '').join('\n')
}

type Tree = Map<string, unknown>

function lines(tree: Tree, indent: string): string[] {
  return [...tree].flatMap(([key, value]) =>
    value instanceof Map
      ? [`${indent}${key}:`, ...lines(value as Tree, `${indent}  `)]
      : [`${indent}${key}: ${JSON.stringify(value)}`],
  )
}
