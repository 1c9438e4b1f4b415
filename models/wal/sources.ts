import type { Source } from '@orrery/engine/model/model.ts'

export const aries: Source = {
  title:
    'ARIES: A Transaction Recovery Method Supporting Fine-Granularity Locking and Partial Rollbacks Using Write-Ahead Logging',
  authors: 'C. Mohan, Don Haderle, Bruce Lindsay, Hamid Pirahesh, Peter Schwarz',
  year: 1992,
  where: 'ACM Transactions on Database Systems 17(1), sections 1.1 and 3 to 6',
  url: 'https://doi.org/10.1145/128765.128770',
}

export const principles: Source = {
  title: 'Principles of Transaction-Oriented Database Recovery',
  authors: 'Theo Härder, Andreas Reuter',
  year: 1983,
  where: 'ACM Computing Surveys 15(4)',
  url: 'https://doi.org/10.1145/289.291',
}

export const postgres: Source = {
  title: 'PostgreSQL 16 Documentation: Reliability and the Write-Ahead Log',
  authors: 'The PostgreSQL Global Development Group',
  year: 2023,
  where: 'chapter 30',
  url: 'https://www.postgresql.org/docs/16/wal.html',
}

export const sources: readonly Source[] = [aries, principles, postgres]
