"""The encoder (编码器): trained on the library itself, and on judgements if any."""

from duijie.learn.encoder.lessons import Lessons, read_related
from duijie.learn.encoder.options import EncoderOptions
from duijie.learn.encoder.train import train_encoder, train_encoders

__all__ = ["EncoderOptions", "Lessons", "read_related", "train_encoder", "train_encoders"]
