/** Reading what was pasted: at once where it is short, in a worker where it is long, so that the page goes on answering. */
import { useEffect, useRef } from 'react'
import { readPasted, type Chosen, type Pasted } from '../../../authoring/paste/read.ts'

/** Read at once up to this many characters: a few milliseconds. */
const short = 20_000

export function usePaste(): (text: string, chosen: Chosen, done: (pasted: Pasted) => void) => void {
  const worker = useRef<Worker | null>(null)
  useEffect(
    () => () => {
      worker.current?.terminate()
      worker.current = null
    },
    [],
  )
  return (text, chosen, done) => {
    worker.current?.terminate()
    worker.current = null
    if (text.length <= short) return done(readPasted(text, chosen))
    const reader = new Worker(new URL('../../../authoring/paste/worker.ts', import.meta.url), {
      type: 'module',
      name: 'paste',
    })
    worker.current = reader
    reader.onmessage = ({ data }: MessageEvent<Pasted>) => {
      reader.terminate()
      done(data)
    }
    // Without a worker it takes a moment, and is read all the same.
    reader.onerror = () => {
      reader.terminate()
      done(readPasted(text, chosen))
    }
    reader.postMessage({ text, chosen })
  }
}
