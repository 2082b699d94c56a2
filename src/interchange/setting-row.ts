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
