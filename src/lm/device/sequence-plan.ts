/**
 * The kernels of a layer over whole sequences, forwards and backwards, with what each is bound to. What a layer makes on
 * the way lies in buffers that all layers share: of a pass only what enters each layer is kept, and on the way back
 * a layer is run forward once more.
 */
import type { ProjectionGroup } from '../parameters.ts'
import type { Step } from './kernels.ts'
import { normGradientKernel, normKernel } from './row-kernels.ts'
import { attentionKernel, cacheKernel, keyGradientKernel, queryGradientKernel } from './sequence-attention.ts'
import {
  adding,
  downGradient,
  gating,
  gatingGradient,
  joining,
  lowGradient,
  projectedGradient,
  storing,
  upGradient,
  type Into,
} from './sequence-products.ts'
import { SequenceLayer, type Bindings } from './sequence-layer.ts'
import { turnGradientKernel, turnKernel } from './turn-kernels.ts'

export class SequencePlan extends SequenceLayer {
  /** A layer of x [rows, d] to y. */
  forward(layer: number, x: GPUBuffer, y: GPUBuffer): Step[] {
    const { sandwichNorms } = this.weights.config.architecture
    return [
      ...this.throughAttention(layer, x),
      ...this.throughMlp(layer),
      this.low(layer, 'down', 'hidden'),
      ...(sandwichNorms
        ? [
            this.project(layer, 'down', 0, 'hidden', storing('mlpOut', this.width)),
            this.step(layer, normKernel(this.norm, true), {
              x: this.room('mlpOut'),
              scale: this.vector(layer, 'post_feedforward_layernorm'),
              residual: this.room('middle'),
              out: y,
            }),
          ]
        : [this.project(layer, 'down', 0, 'hidden', joining('middle', 'out', this.width), { out: y })]),
    ].flat()
  }

  /** The keys and values that `forward` has left, as decoding reads them. */
  cache(layer: number, keys: GPUBuffer, values: GPUBuffer): Step {
    return this.step(layer, cacheKernel(this.attention(layer)), { keys, values })
  }

  /** Turns `d`, the gradient of what a layer made of x, into that of x, and writes the adapters' into `gradient` [policies, n]. */
  backward(layer: number, x: GPUBuffer, d: GPUBuffer, gradient: GPUBuffer): Step[] {
    const { architecture, intermediateSize: f } = this.weights.config
    const { sandwichNorms, activation } = architecture
    const attention = this.attention(layer)
    const bound = { x, gradient }
    const back = (
      name: ProjectionGroup,
      slot: number,
      dy: string,
      into: Into,
      extra: Bindings = {},
    ): Step => {
      const { adapters, groups } = this.geometry
      const projection = groups[name].projections[slot]!
      return this.step(
        layer,
        projectedGradient(this.rows, adapters, groups[name], slot, {
          dy,
          format: this.weights.layers[layer]!.formats[projection],
          into,
        }),
        { ...this.matrix(layer, projection), ...extra },
      )
    }
    /** The gradients of a group's adapters, and `dlow`. */
    const adapted = (name: ProjectionGroup, input: string, dy: string, extra: Bindings = {}): Step[] => {
      const { adapters, groups } = this.geometry
      return [
        lowGradient(this.rows, adapters, groups[name], dy),
        upGradient(this.rows, adapters, groups[name], dy),
        downGradient(this.rows, adapters, groups[name], input),
      ].map((code) => this.step(layer, code, { ...bound, ...this.lowOf(name), ...extra }))
    }
    /** Through the norm of what a part of the layer adds, where there is one. */
    const afterwards = (input: string, scale: string, dy: string): Step[] =>
      sandwichNorms
        ? [
            this.step(layer, normGradientKernel(this.norm, 'store'), {
              x: this.room(input),
              scale: this.vector(layer, scale),
              dy: d,
              dx: this.room(dy),
            }),
          ]
        : []
    /** Adds to `d` what comes back through the norm before a part of the layer. */
    const before = (input: GPUBuffer, scale: string): Step =>
      this.step(layer, normGradientKernel(this.norm, 'add'), {
        x: input,
        scale: this.vector(layer, scale),
        dy: this.room('dnormed'),
        dx: d,
      })

    const dout = sandwichNorms ? 'dout' : 'd'
    const out = { d, ...(sandwichNorms && { dout: this.room('dout') }) }
    return [
      ...this.throughAttention(layer, x),
      ...this.throughMlp(layer),
      this.low(layer, 'down', 'hidden'),
      ...(sandwichNorms ? [this.project(layer, 'down', 0, 'hidden', storing('mlpOut', this.width))] : []),

      afterwards('mlpOut', 'post_feedforward_layernorm', 'dout'),
      adapted('down', 'hidden', dout, out),
      back('down', 0, dout, gatingGradient(activation, f), out),
      adapted('mlp', 'normedMlp', 'dgateUp'),
      back('mlp', 0, 'dgateUp', storing('dnormed', this.width)),
      back('mlp', 1, 'dgateUp', adding('dnormed', this.width)),
      before(this.room('middle'), this.beforeMlp),

      afterwards('attentionOut', 'post_attention_layernorm', 'dout'),
      adapted('output', 'attended', dout, out),
      back('output', 0, dout, storing('dattended', this.geometry.groups.output.inputs), out),
      this.step(layer, queryGradientKernel(attention)),
      this.step(layer, keyGradientKernel(attention)),
      this.step(layer, turnGradientKernel(attention), this.headNorms(layer)),
      adapted('attention', 'normed', 'dqkv'),
      back('attention', 0, 'dqkv', storing('dnormed', this.width)),
      back('attention', 1, 'dqkv', adding('dnormed', this.width)),
      back('attention', 2, 'dqkv', adding('dnormed', this.width)),
      before(x, 'input_layernorm'),
    ].flat()
  }

  /** Up to the residual stream after attention, `middle`. */
  private throughAttention(layer: number, x: GPUBuffer): Step[] {
    const { architecture } = this.weights.config
    const attention = this.attention(layer)
    const { starts, width, projections } = this.geometry.groups.attention
    return [
      this.step(layer, normKernel(this.norm), {
        x,
        scale: this.vector(layer, 'input_layernorm'),
        out: this.room('normed'),
      }),
      ...this.low(layer, 'attention', 'normed'),
      ...projections.map((_, slot) =>
        this.project(layer, 'attention', slot, 'normed', storing('qkv', width, starts[slot])),
      ),
      this.step(layer, turnKernel(attention), this.headNorms(layer)),
      this.step(layer, attentionKernel(attention)),
      ...this.low(layer, 'output', 'attended'),
      ...(architecture.sandwichNorms
        ? [
            this.project(layer, 'output', 0, 'attended', storing('attentionOut', this.width)),
            this.step(layer, normKernel(this.norm, true), {
              x: this.room('attentionOut'),
              scale: this.vector(layer, 'post_attention_layernorm'),
              residual: x,
              out: this.room('middle'),
            }),
          ]
        : [this.project(layer, 'output', 0, 'attended', joining('x', 'middle', this.width), { x })]),
    ]
  }

  /** From `middle` to what the projection down reads, `hidden`. */
  private throughMlp(layer: number): Step[] {
    const {
      architecture: { activation },
      intermediateSize: f,
    } = this.weights.config
    return [
      this.step(layer, normKernel(this.norm), {
        x: this.room('middle'),
        scale: this.vector(layer, this.beforeMlp),
        out: this.room('normedMlp'),
      }),
      ...this.low(layer, 'mlp', 'normedMlp'),
      this.project(layer, 'mlp', 0, 'normedMlp', storing('gateUp', 2 * f)),
      this.project(layer, 'mlp', 1, 'normedMlp', gating(activation, f)),
    ]
  }

  private get beforeMlp(): string {
    return this.weights.config.architecture.sandwichNorms
      ? 'pre_feedforward_layernorm'
      : 'post_attention_layernorm'
  }
}
