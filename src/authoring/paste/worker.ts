/** Reads long pastes off the page's thread. */
import { readPasted, type Chosen } from './read.ts'

const scope = self as unknown as DedicatedWorkerGlobalScope
scope.onmessage = ({ data }: MessageEvent<{ text: string; chosen: Chosen }>) =>
  scope.postMessage(readPasted(data.text, data.chosen))
