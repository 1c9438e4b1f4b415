export function serveDist(): Promise<{ readonly url: string; stop(): void }>
