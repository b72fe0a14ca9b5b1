"""The first encoder (首个编码器): trained on the indexed library itself, no download needed."""

from duijie.learn.encoder.options import EncoderOptions
from duijie.learn.encoder.train import train_encoder

__all__ = ["EncoderOptions", "train_encoder"]
