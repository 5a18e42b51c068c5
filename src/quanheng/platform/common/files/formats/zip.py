from quanheng.platform.common.files.formats.archives import check

__all__ = ["check"]
