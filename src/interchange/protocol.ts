/** What the page and the reader of foreign files say to one another. */
import type { Explanation } from '../explained-error.ts'
import type { ForeignAttempt } from './foreign.ts'
import type { Mattered } from './tallies.ts'
import type { Progress } from './trace-file.ts'
import type { WrittenAs } from './writing.ts'

export type ReaderRequest =
  | {
      type: 'open'
      file: Blob & { name?: string }
      /** The same tokens as another model read them. */
      teacher: Blob | null
      /** A tokenizer.json, for formats whose tokens are ids alone. */
      tokenizer: Blob | null
    }
  | { type: 'read'; n: number }
  /** All of it, once it is listed. */
  | { type: 'write'; as: WrittenAs }

export type ReaderReply =
  | { type: 'progress'; progress: Progress }
  | { type: 'listed'; mattered: Mattered | null }
  | { type: 'written'; as: WrittenAs; file: Blob }
  | { type: 'attempt'; n: number; attempt: ForeignAttempt | null }
  | { type: 'refused'; explanation: Explanation }
