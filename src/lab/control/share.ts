/**
 * A link to what is on the screen, in the URL's hash: the run by its bundled recording, or by problem,
 * seed and changed settings (the same seed gives the same run), and what is looked at. Whatever a link
 * gets wrong is ignored and told, never an error.
 */
import { codeInId } from '../../authoring/ticket/hidden-id.ts'
import { stageSchema, type Stage } from '../../engine/protocol.ts'
import { problemSchema, type Problem } from '../../problems/problem.ts'
import { defaultRunConfig, type RunConfig } from '../../sdpo/config.ts'
import { restoreConfig } from '../settings/restore-config.ts'
import type { CreditLevel, CreditMode } from '../reading/credit.ts'
import { partNames } from './share-parts.ts'

export interface Shared {
  /** A bundled recording's name; absent for a live run. */
  recording?: string
  /** A file that lies beside the page: where `sdpo-lab view` serves the runs that it was given. */
  file?: string
  /** A preset's id, or a whole problem. */
  problem?: string | Problem
  /** The code of a ticket whose meaning is hidden. */
  ticket?: string
  config?: RunConfig
  step?: number
  stage?: Stage
  attempt?: number
  token?: number
  mode?: CreditMode
  level?: CreditLevel
  /** Present when hidden from the teacher. */
  feedback?: false
  solution?: false
  page?: number
  present?: true
  /** Present for a page without controls. */
  controls?: false
}

export function encodeShare(shared: Shared): string {
  const query = new URLSearchParams()
  const put = (key: string, value: string | number | undefined) =>
    value !== undefined && query.set(key, String(value))
  put('r', shared.recording)
  put('o', shared.file)
  put('h', shared.ticket)
  if (typeof shared.problem === 'string') put('p', shared.problem)
  else if (shared.problem) {
    const ticket = codeInId(shared.problem.id)
    if (ticket === null) put('q', pack(shared.problem))
    else put('h', ticket)
  }
  if (shared.config) {
    put('s', shared.config.seed)
    const changes = difference(shared.config, { ...defaultRunConfig, seed: shared.config.seed })
    if (changes !== undefined) put('c', pack(changes))
  }
  put('u', shared.step)
  put('b', shared.stage)
  put('a', shared.attempt)
  put('t', shared.token)
  put('m', shared.mode === 'sdpo' ? undefined : shared.mode)
  put('g', shared.level === 'logit' ? undefined : shared.level)
  put('f', shared.feedback === false ? 0 : undefined)
  put('d', shared.solution === false ? 0 : undefined)
  put('l', shared.page)
  put('present', shared.present ? 1 : undefined)
  put('controls', shared.controls === false ? 0 : undefined)
  return query.toString()
}

export interface Decoded {
  shared: Shared
  /** What of the link could not be understood, in a sentence. */
  notice: string | null
}

export function decodeShare(hash: string): Decoded {
  const query = new URLSearchParams(hash.replace(/^#/, ''))
  const bad: string[] = []
  /** A part of the link, checked; a part that is there and wrong is named. */
  const read = <T>(key: keyof typeof partNames, parse: (text: string) => T | undefined): T | undefined => {
    const text = query.get(key)
    if (text === null) return undefined
    const value = parse(text)
    if (value === undefined) bad.push(partNames[key])
    return value
  }
  const whole = (least: number) => (text: string) =>
    /^\d{1,9}$/.test(text) && Number(text) >= least ? Number(text) : undefined
  const oneOf =
    <T extends string>(...options: T[]) =>
    (text: string) =>
      options.find((o) => o === text)
  const seed = read('s', whole(0))
  const changes = read('c', unpack)
  const config =
    seed === undefined && changes === undefined
      ? undefined
      : restoreConfig({ ...(changes as object | undefined), ...(seed === undefined ? {} : { seed }) })
  const problem = read('q', (text) => {
    const parsed = problemSchema.safeParse(unpack(text))
    return parsed.success ? parsed.data : undefined
  })
  const preset = query.get('p')
  const shared: Shared = defined({
    recording: query.get('r') ?? undefined,
    // A link opens nothing from elsewhere: what lies beside the page was put there by who serves it.
    file: read('o', (text) => (/^opened\/\d{1,4}\/[^/\\]+$/.test(text) ? text : undefined)),
    problem: problem ?? preset ?? undefined,
    ticket: query.get('h') ?? undefined,
    config,
    step: read('u', whole(1)),
    stage: read('b', (text) => stageSchema.safeParse(text).data),
    attempt: read('a', whole(1)),
    token: read('t', whole(0)),
    mode: read('m', oneOf<CreditMode>('sdpo', 'grpo', 'mix')),
    level: read('g', oneOf<CreditLevel>('logit', 'token', 'sequence')),
    feedback: query.get('f') === '0' ? false : undefined,
    solution: query.get('d') === '0' ? false : undefined,
    page: read('l', whole(1)),
    present: query.get('present') === '1' ? true : undefined,
    controls: query.get('controls') === '0' ? false : undefined,
  })
  const notice =
    bad.length === 0 ? null : `This link's ${bad.join(' and ')} could not be read; the rest of it is shown.`
  return { shared, notice }
}

function defined<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T
}

/** What of `value` differs from `base`, sections within; undefined when nothing. */
function difference(value: unknown, base: unknown): unknown {
  if (Object.is(value, base)) return undefined
  const plain = (v: unknown): v is Record<string, unknown> =>
    typeof v === 'object' && v !== null && !Array.isArray(v)
  if (!plain(value) || !plain(base) || ('kind' in value && value['kind'] !== base['kind'])) return value
  const entries = Object.entries(value).flatMap(([key, v]) => {
    const d = difference(v, base[key])
    return d === undefined ? [] : [[key, d] as const]
  })
  if (entries.length === 0) return undefined
  return 'kind' in value ? value : Object.fromEntries(entries)
}

/** JSON as base64url of its UTF-8 bytes. */
function pack(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

function unpack(text: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    )
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    return undefined
  }
}
