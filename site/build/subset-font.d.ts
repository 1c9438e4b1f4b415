/** The package has no types of its own; this is the part that fonts.ts uses. */
declare module 'subset-font' {
  export default function subsetFont(
    font: Buffer,
    text: string,
    options: {
      targetFormat: 'woff2' | 'truetype'
      variationAxes?: Readonly<Record<string, number | { min: number; max: number }>>
      preserveNameIds?: readonly number[]
    },
  ): Promise<Buffer>
}
