/** `--set path=value`: one setting of a run from the command line. Throws, with the knob's name, on a value that the run would not take. */
import { runConfigSchema, type RunConfig } from '../sdpo/config.ts'

export function withSettings(config: RunConfig, runSettings: readonly string[]): RunConfig {
  const copy = structuredClone(config) as unknown as Record<string, unknown>
  for (const setting of runSettings) {
    const [path, value] = setting.split('=') as [string, string | undefined]
    const keys = path.split('.')
    const last = keys.pop()!
    const parent = keys.reduce<unknown>(
      (object, key) => (object as Record<string, unknown> | undefined)?.[key],
      copy,
    )
    if (value === undefined || typeof parent !== 'object' || parent === null)
      throw new Error(`--set ${setting}: a knob is path=value, like optimiser.learningRate=0.005.`)
    const target = parent as Record<string, unknown>
    target[last] = /^[-\d.]|^(true|false|null)$/.test(value) ? (JSON.parse(value) as unknown) : value
  }
  const parsed = runConfigSchema.safeParse(copy)
  if (!parsed.success)
    throw new Error(
      `--set ${runSettings.join(' ')}: ${parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ')}`,
    )
  return parsed.data
}
