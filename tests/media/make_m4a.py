"""Encode a tone to the paths named, each by its extension: run as a program, because Qt wants a process to itself."""

import sys

import numpy as np
from PySide6.QtCore import QCoreApplication, QTimer, QUrl
from PySide6.QtMultimedia import (
    QAudioBuffer,
    QAudioBufferInput,
    QAudioFormat,
    QMediaCaptureSession,
    QMediaFormat,
    QMediaRecorder,
)

RATE_HZ = 44100


def encode(path: str, application: QCoreApplication) -> None:
    layout = QAudioFormat()
    layout.setSampleRate(RATE_HZ)
    layout.setChannelCount(2)
    layout.setSampleFormat(QAudioFormat.SampleFormat.Int16)
    source, session, recorder = QAudioBufferInput(layout), QMediaCaptureSession(), QMediaRecorder()
    session.setAudioBufferInput(source)
    session.setRecorder(recorder)
    container = QMediaFormat.FileFormat.AAC if path.endswith(".aac") else QMediaFormat.FileFormat.Mpeg4Audio
    media = QMediaFormat(container)
    media.setAudioCodec(QMediaFormat.AudioCodec.AAC)
    recorder.setMediaFormat(media)
    recorder.setOutputLocation(QUrl.fromLocalFile(path))
    tone = (16000 * np.sin(2 * np.pi * 440 * np.arange(3 * RATE_HZ) / RATE_HZ)).astype(np.int16)
    pieces = [piece.tobytes() for piece in np.array_split(np.stack([tone, tone], axis=1), 30)]

    def feed() -> None:
        while pieces and source.sendAudioBuffer(QAudioBuffer(pieces[0], layout)):
            pieces.pop(0)
        if not pieces:
            source.sendAudioBuffer(QAudioBuffer())

    source.readyToSendAudioBuffer.connect(feed)
    recorder.setAutoStop(True)
    stopped = QMediaRecorder.RecorderState.StoppedState
    recorder.recorderStateChanged.connect(lambda state: application.quit() if state == stopped else None)
    recorder.errorOccurred.connect(lambda *_: application.exit(1))
    QTimer.singleShot(20_000, application.quit)
    recorder.record()
    application.exec()


if __name__ == "__main__":
    instance = QCoreApplication([])
    for name in sys.argv[1:]:
        encode(name, instance)
