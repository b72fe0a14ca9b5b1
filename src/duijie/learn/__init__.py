"""Learn (学习): a better encoder and ranker from the library and from what became of matches."""

from duijie.learn.encoder import EncoderOptions, train_encoder

__all__ = ["EncoderOptions", "train_encoder"]
