/** Where it comes from. */
import type { Source } from '@orrery/engine/model/model.ts'

export const vaswani: Source = {
  title: 'Attention Is All You Need',
  authors:
    'Ashish Vaswani, Noam Shazeer, Niki Parmar, Jakob Uszkoreit, Llion Jones, Aidan N. Gomez, Łukasz Kaiser, Illia Polosukhin',
  year: 2017,
  where: 'Advances in Neural Information Processing Systems 30, section 3.2',
  url: 'https://arxiv.org/abs/1706.03762',
}
export const elhage: Source = {
  title: 'A Mathematical Framework for Transformer Circuits',
  authors: 'Nelson Elhage, Neel Nanda, Catherine Olsson and others',
  year: 2021,
  where: 'Transformer Circuits Thread, “Two-layer attention-only transformers”',
  url: 'https://transformer-circuits.pub/2021/framework/index.html',
}
export const olsson: Source = {
  title: 'In-context Learning and Induction Heads',
  authors: 'Catherine Olsson, Nelson Elhage, Neel Nanda and others',
  year: 2022,
  where: 'Transformer Circuits Thread',
  url: 'https://arxiv.org/abs/2209.11895',
}
export const bahdanau: Source = {
  title: 'Neural Machine Translation by Jointly Learning to Align and Translate',
  authors: 'Dzmitry Bahdanau, Kyunghyun Cho, Yoshua Bengio',
  year: 2015,
  where: 'International Conference on Learning Representations',
  url: 'https://arxiv.org/abs/1409.0473',
}
export const kingma: Source = {
  title: 'Adam: A Method for Stochastic Optimization',
  authors: 'Diederik P. Kingma, Jimmy Ba',
  year: 2015,
  where: 'International Conference on Learning Representations, algorithm 1',
  url: 'https://arxiv.org/abs/1412.6980',
}

export const sources: readonly Source[] = [vaswani, elhage, olsson, kingma]
