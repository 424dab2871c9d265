"""Orrery: pictures, sounds and texts in one latent space, offline."""

import os

__version__ = "0.1.0"

# From 1.29 on, ONNX Runtime's own packages look up and call a telemetry server as soon as they are imported. Only this
# variable, set before, keeps that from starting: disable_telemetry_events() comes too late. Processes that Orrery
# starts inherit it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
