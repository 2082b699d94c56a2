/** A setting of a run beside what another program calls it. */
export interface SettingRow {
  /** By its path in RunConfig. */
  ours: string
  value: string
  /** The other program's settings, by their names. */
  theirs: Readonly<Record<string, unknown>>
  /** How the run will differ from the lab's; absent: it does not. */
  differs?: string
}

export function settingRow(
  ours: string,
  value: unknown,
  theirs: Record<string, unknown>,
  differs?: string | false,
): SettingRow {
  return { ours, value: JSON.stringify(value), theirs, ...(differs && { differs }) }
}

/** Rows as a table of a README: `program` heads its column, `written` one of its values in its own language. */
export function settingsTable(
  rows: readonly SettingRow[],
  program: string,
  written: (value: unknown) => string,
  last: string,
): string {
  return [
    `| the lab\u2019s | value | ${program} | where they part |`,
    '|---|---|---|---|',
    ...rows.map(({ ours, value, theirs, differs }) =>
      `| \`${ours}\` | \`${value}\` | ${Object.entries(theirs)
        .map(([name, each]) => `\`${name}=${written(each).replaceAll('|', '\\|')}\``)
        .join(' ')} | ${differs ?? ''} |`.replaceAll('\\n', '\u21b5'),
    ),
    last,
  ].join('\n')
}
