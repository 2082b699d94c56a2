/** What a model is held against: the run's settings on one side, this device on the other. */
import { useEffect, useMemo, useState } from 'react'
import { heldByDefault, wasmHeap, type DeviceLimits, type MemoryDemand } from '../../lm/memory.ts'
import { defaultRunConfig, type RunConfig } from '../../sdpo/config.ts'
import { useLabState } from '../lab.tsx'

export function demandOf(settings: Partial<RunConfig>): MemoryDemand {
  const { adapter, attemptsPerStep, maxNewTokens, reprompt } = { ...defaultRunConfig, ...settings }
  return { held: heldByDefault, rank: adapter.rank, attempts: attemptsPerStep, promptTokens: reprompt.maxTokens, newTokens: maxNewTokens }
}

/** As far as the browser tells. On the CPU a WebAssembly heap is the limit, else the adapter's buffers. */
export function useDevice(): DeviceLimits {
  const backend = useLabState((s) => (s.settings.backend === 'auto' ? (s.engine.backend?.name ?? null) : s.settings.backend))
  const [buffer, setBuffer] = useState<number | null>(null)
  useEffect(() => {
    if (!('gpu' in navigator)) return
    let here = true
    navigator.gpu.requestAdapter().then((adapter) => here && setBuffer(adapter?.limits.maxBufferSize ?? null), () => undefined)
    return () => void (here = false)
  }, [])
  return useMemo(() => {
    const said = (navigator as { deviceMemory?: number }).deviceMemory
    const onGpu = buffer !== null && backend !== 'wasm'
    return { memory: said === undefined ? null : said * 1e9, heap: onGpu ? null : wasmHeap, buffer: onGpu ? buffer : null }
  }, [backend, buffer])
}
