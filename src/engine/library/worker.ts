/** The worker that fetches models and keeps them in the browser's storage. */
import { opfsStore } from '../../lm/weights/opfs-store.ts'
import { StoredModels } from './stored-models.ts'
import { libraryCommandSchema } from './protocol.ts'

const scope = self as unknown as DedicatedWorkerGlobalScope
const keeper = new StoredModels({ store: () => opfsStore(), say: (event) => scope.postMessage(event) })

scope.onmessage = ({ data }: MessageEvent<unknown>) => keeper.send(libraryCommandSchema.parse(data))
