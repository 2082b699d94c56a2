/** Reads foreign files beside the page: a large file, or one that is made to be slow, keeps nobody from the page. */
import { ExplainedError, messageOf } from '../explained-error.ts'
import { pieceReader } from './piece-reader.ts'
import type { ReaderReply, ReaderRequest } from './protocol.ts'
import { TraceFile } from './trace-file.ts'
import { writtenAs } from './writing.ts'

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
      file = new TraceFile(
        request.file,
        request.tokenizer && pieceReader(await request.tokenizer.text()),
        request.teacher,
      )
      await listed(file)
      return say({ type: 'listed', mattered: file.mattered() })
    case 'read':
      return say({ type: 'attempt', n: request.n, attempt: (await file?.read(request.n)) ?? null })
    case 'write':
      if (file) say({ type: 'written', as: request.as, file: await writtenAs(file.attempts(), request.as) })
      return
    default:
      request satisfies never
  }
}

/** The first attempt is told with the first that is found: asking for it would take a turn of a page that has much to do. */
async function listed(of: TraceFile): Promise<void> {
  const first: Promise<void>[] = []
  await of.list((progress) => {
    say({ type: 'progress', progress })
    if (first.length === 0) first.push(of.read(0).then((attempt) => say({ type: 'attempt', n: 0, attempt })))
  })
  await Promise.all(first)
}
