/** Reads foreign files beside the page: a large file, or one that is made to be slow, keeps nobody from the page. */
import { ExplainedError, messageOf } from '../explained-error.ts'
import { Tokenizer } from '../lm/tokenizer.ts'
import type { ReaderReply, ReaderRequest } from './protocol.ts'
import { isPlain } from './values.ts'
import { parse } from './records.ts'
import { ForeignError } from './foreign-error.ts'
import { TraceFile } from './trace-file.ts'
import type { PieceOf } from './verifiers.ts'

const say = (reply: ReaderReply) => postMessage(reply)
let file: TraceFile | null = null

addEventListener('message', ({ data }: MessageEvent<ReaderRequest>) => {
  answer(data).catch((error: unknown) =>
    say({
      type: 'refused',
      explanation:
        error instanceof ExplainedError
          ? error.explanation
          : {
              message: 'The file could not be read.',
              cause: `${messageOf(error)}.`,
              wayOut:
                'Open it again; where it lies on a drive that was unplugged or was written anew, from there.',
            },
    }),
  )
})

async function answer(request: ReaderRequest): Promise<void> {
  switch (request.type) {
    case 'open':
      file = new TraceFile(request.file, await piecesOf(request.tokenizer), request.teacher)
      await file.list((progress) => say({ type: 'progress', progress }))
      return say({ type: 'listed' })
    case 'read':
      return say({ type: 'attempt', n: request.n, attempt: (await file?.read(request.n)) ?? null })
    default:
      request satisfies never
  }
}

/** Texts of ids by a tokenizer.json. Throws a ForeignError where it is none. */
async function piecesOf(tokenizer: Blob | null): Promise<PieceOf> {
  if (tokenizer === null) return null
  const value = parse(await tokenizer.text())
  try {
    if (!isPlain(value)) throw new Error('It is no JSON object')
    const made = new Tokenizer({ tokenizer: value, config: {} })
    return (id) => made.piece(id)
  } catch (error) {
    throw new ForeignError(
      'The tokenizer could not be read.',
      `${messageOf(error)}.`,
      'Give the tokenizer.json of the model that wrote the attempts, or open the file without it.',
    )
  }
}
