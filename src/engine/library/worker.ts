/** The worker that fetches models and keeps them in the browser's storage. */
import { opfsStore } from '../../lm/weights/opfs-store.ts'
import { StoredModels } from './stored-models.ts'
import { libraryCommandSchema } from './protocol.ts'

const scope = self as unknown as DedicatedWorkerGlobalScope
const library = new StoredModels({ store: () => opfsStore(), onEvent: (event) => scope.postMessage(event) })

scope.onmessage = ({ data }: MessageEvent<unknown>) => library.send(libraryCommandSchema.parse(data))
