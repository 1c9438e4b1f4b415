/** Parameters: typed, with unit, range and default. The control panel and the CLI are made from them. */

export type ParamSpec =
  | {
      readonly kind: 'integer'
      readonly title: string
      readonly unit?: string
      readonly min: number
      readonly max: number
      readonly step?: number
      readonly default: number
    }
  | {
      readonly kind: 'choice'
      readonly title: string
      readonly options: readonly string[]
      readonly default: string
    }
  | { readonly kind: 'switch'; readonly title: string; readonly default: boolean }

export type ParamSpecs = Readonly<Record<string, ParamSpec>>
export type ParamValue = number | string | boolean
export type Params = Readonly<Record<string, ParamValue>>
