/** What the page and the reader of foreign files say to one another. */
import type { Explanation } from '../explained-error.ts'
import type { ForeignAttempt } from './foreign.ts'
import type { Progress } from './trace-file.ts'

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

export type ReaderReply =
  | { type: 'progress'; progress: Progress }
  | { type: 'listed' }
  | { type: 'attempt'; n: number; attempt: ForeignAttempt | null }
  | { type: 'refused'; explanation: Explanation }
