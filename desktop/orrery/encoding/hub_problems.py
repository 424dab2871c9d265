"""Why a download failed, in words for the user, each with a way on."""

import errno

_GOES_ON = "Start again to go on from where it stopped."


def reason_of(problem: Exception, endpoint: str, repo: str) -> str:
    """One or two sentences.

    Args:
        problem: what the hub's client, the network or the disk said.
        endpoint: the hub that was asked.
        repo: that was asked for.
    """
    response = getattr(problem, "response", None)
    if response is not None:
        return _answered(problem, int(response.status_code), endpoint, repo)
    name = type(problem).__name__
    if name == "OfflineModeIsEnabled":
        return "HF_HUB_OFFLINE forbids the network. Take it away and start again, or add the model from a folder."
    if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full. Make room and start again to go on from where it stopped."
    if isinstance(problem, OSError) and problem.errno is not None and problem.filename is not None:
        return f"{problem.filename} cannot be written ({problem.strerror}). Mend that and start again."
    if "Timeout" in name:
        return f"{endpoint} does not answer any more. {_GOES_ON}"
    if name in ("_Cut", "RemoteProtocolError", "ReadError"):
        return f"{endpoint} broke off again and again. {_GOES_ON}"
    return (
        f"{endpoint} cannot be reached. Check the network (a proxy is named by HTTPS_PROXY, a mirror by HF_ENDPOINT) "
        "and start again, or fetch the model on another machine and add it from a folder."
    )


def _answered(problem: Exception, status: int, endpoint: str, repo: str) -> str:
    name = type(problem).__name__
    if name == "GatedRepoError" or status == 403:
        return (
            f"its makers let only those in who ask. Ask on {endpoint}/{repo}, put a token of your account into "
            "the environment variable HF_TOKEN and start again."
        )
    if name == "RevisionNotFoundError":
        return (
            f"the version of {repo} that this Orrery knows is gone. A newer Orrery may know another; whoever has its "
            "files adds them from a folder."
        )
    if status in (401, 404):
        return (
            f"{endpoint} has no {repo} with this file, or shows it to some accounts only. If yours is one of them, put "
            "its token into the environment variable HF_TOKEN and start again; else a newer Orrery may know where the "
            "model is now."
        )
    if status == 429:
        return f"{endpoint} asks to wait: too much was downloaded from here. In some minutes, start again; it goes on."
    if status >= 500:
        return f"{endpoint} has trouble of its own (error {status}). Try later; it goes on from where it stopped."
    return f"{endpoint} refuses it (error {status}). Try later, or another mirror named by HF_ENDPOINT."
