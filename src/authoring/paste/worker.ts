/** Reads long pastes off the page's thread. */
import { readPasted } from './read.ts'

const scope = self as unknown as DedicatedWorkerGlobalScope
scope.onmessage = ({ data }: MessageEvent<string>) => scope.postMessage(readPasted(data))
