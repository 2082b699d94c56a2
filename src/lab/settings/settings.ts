/** The person's choices that outlive the page: their defaults, and how kept ones are read again. */
import type { BackendName } from '../../engine/protocol.ts'
import { defaultRunConfig, type RunConfig } from '../../sdpo/config.ts'
import { restoreConfig } from './restore-config.ts'

export type Theme = 'system' | 'light' | 'dark' | 'projector'

/** How many times as fast as usual a run can be played. */
export const speeds = [0.5, 1, 2, 4] as const
export type Speed = (typeof speeds)[number]

/** The person's choices that outlive the page. */
export interface Settings {
  /** Configuration of the next run; a running one takes it from its next step. */
  config: RunConfig
  theme: Theme
  backend: Exclude<BackendName, 'node' | 'server'> | 'auto'
  /** Null follows the system's prefers-reduced-motion. */
  reducedMotion: boolean | null
  speed: Speed
}

export const defaultSettings: Settings = {
  config: defaultRunConfig,
  theme: 'system',
  backend: 'auto',
  reducedMotion: null,
  speed: 1,
}

export function restoreSettings(value: unknown): Settings {
  const stored = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const oneOf = <T>(given: unknown, options: readonly T[], otherwise: T): T =>
    options.find((o) => o === given) ?? otherwise
  return {
    config: restoreConfig(stored['config']),
    theme: oneOf(stored['theme'], ['system', 'light', 'dark', 'projector'], defaultSettings.theme),
    backend: oneOf(stored['backend'], ['auto', 'webgpu', 'wasm'], defaultSettings.backend),
    reducedMotion: typeof stored['reducedMotion'] === 'boolean' ? stored['reducedMotion'] : null,
    speed: oneOf(stored['speed'], speeds, defaultSettings.speed),
  }
}
