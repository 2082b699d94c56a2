/**
 * One setting of a run in words: its label, its sentence, its default, the paper's value and when a change
 * takes effect. It reads and writes the configuration by a path, which the type of the configuration holds
 * to: a misspelt path, an option that is no value of it or a switch over a number does not compile.
 */
import type { RunConfig } from '../../sdpo/config.ts'
import { paperSettings } from '../../sdpo/presets.ts'
import { scientific } from '../text/format.ts'

export type SettingValue = number | string | boolean | null

interface SettingBase {
  id: string
  label: string
  sentence: string
  /** What the paper uses at test time; undefined where it says nothing. */
  paper: SettingValue | undefined
  /** A running run takes it from its next update, or only a new run can. */
  takesEffect: 'next-update' | 'new-run'
  first: boolean
  /** The lab's own value, where the default configuration has none to read. */
  default?: SettingValue
  /** Whether a configuration has this setting; one that has not reads null. */
  applies: (config: RunConfig) => boolean
  read: (config: RunConfig) => SettingValue
  /** The configuration with this setting at `value`. */
  write: (config: RunConfig, value: SettingValue) => RunConfig
  /** A value as a person reads it. */
  show: (value: SettingValue) => string
}

interface Choice<V> {
  kind: 'choice'
  options: readonly { value: V; label: string }[]
}
/** A slider. `log`: steps multiply. `off` is the label of a null at its end. */
interface Range {
  kind: 'range'
  min: number
  max: number
  step: number
  log?: boolean
  off?: string
}
interface Toggle {
  kind: 'switch'
}

export type RunSetting = SettingBase & (Choice<SettingValue> | Range | Toggle)

/** The paths to the values of a configuration: `loss.alpha`, `temperature`. */
type PathIn<T> = {
  [K in keyof T & string]: T[K] extends SettingValue ? K : `${K}.${PathIn<T[K]>}`
}[keyof T & string]
type ValueAt<T, P> = P extends `${infer K}.${infer Rest}`
  ? K extends keyof T
    ? ValueAt<T[K], Rest>
    : never
  : P extends keyof T
    ? T[P]
    : never
/** The teacher and the distillation are unions, whose fields depend on one another, thinking and a selection of tokens may be absent: settings of them are written out. */
type Plain = Omit<RunConfig, 'teacher' | 'loss' | 'thinking'> & {
  loss: Omit<RunConfig['loss'], 'distillation' | 'tokens'>
}
type Path = PathIn<Plain>
type PathTo<V> = { [P in Path]: ValueAt<RunConfig, P> extends V ? P : never }[Path]

type SettingWords = Pick<SettingBase, 'id' | 'label' | 'sentence'> &
  Partial<Pick<SettingBase, 'first' | 'takesEffect' | 'show'>>

export function choiceOf<P extends Path>(
  path: P,
  shape: SettingWords & Omit<Choice<ValueAt<RunConfig, P> & SettingValue>, 'kind'>,
): RunSetting {
  const labelOf = (value: SettingValue) =>
    shape.options.find((option) => option.value === value)?.label ?? String(value)
  return settingOf({ show: labelOf, ...shape, ...accessOf(path), kind: 'choice' })
}

export function switchOf(path: PathTo<boolean>, shape: SettingWords): RunSetting {
  return settingOf({ show: (value) => (value ? 'on' : 'off'), ...shape, ...accessOf(path), kind: 'switch' })
}

/** `off` names a null, so it is given where the configuration allows one and nowhere else. */
export function rangeOf<P extends PathTo<number | null>>(
  path: P,
  shape: SettingWords &
    Omit<Range, 'kind' | 'off'> &
    (null extends ValueAt<RunConfig, P> ? { off: string } : object),
): RunSetting {
  const off = 'off' in shape ? shape.off : 'off'
  const show = (value: SettingValue) =>
    value === null ? off : typeof value === 'number' ? scientific(value) : String(value)
  return settingOf({ show, ...shape, ...accessOf(path), kind: 'range' })
}

/** A setting that reads and writes more than one value by itself. */
export function settingOf(
  setting: SettingWords &
    Pick<SettingBase, 'read' | 'write' | 'show'> &
    Partial<Pick<SettingBase, 'paper' | 'default' | 'applies'>> &
    (Choice<SettingValue> | Range | Toggle),
): RunSetting {
  return { takesEffect: 'next-update', first: false, paper: undefined, applies: () => true, ...setting }
}

function accessOf(path: Path): Pick<SettingBase, 'read' | 'write' | 'paper'> {
  const keys = path.split('.')
  return {
    read: (config) => valueAt(config, keys) as SettingValue,
    // The one place where a value meets the configuration untyped: a setting is given the values that it offers.
    write: (config, value) => withValue(config, keys, value) as RunConfig,
    paper: valueAt(paperSettings, keys) as SettingValue | undefined,
  }
}

function valueAt(at: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], at)
}

function withValue(at: unknown, [key, ...rest]: readonly string[], value: SettingValue): unknown {
  const object = at as Record<string, unknown>
  return { ...object, [key!]: rest.length === 0 ? value : withValue(object[key!], rest, value) }
}
