"""Learn (学习): a better encoder and ranker from the library and from what became of matches."""

from duijie.learn.encoder import (
    EncoderOptions,
    Lessons,
    read_related,
    train_encoder,
    train_encoders,
)

__all__ = ["EncoderOptions", "Lessons", "read_related", "train_encoder", "train_encoders"]
