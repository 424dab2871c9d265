"""One small architecture of each family that OpenCLIP lists, as its own descriptions have them, only smaller."""

import json
from pathlib import Path
from typing import Any

TEXT = {"context_length": 24, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 2}
PLAIN = {"image_size": 32, "layers": 2, "width": 64, "head_width": 32, "patch_size": 16}

FAMILIES: dict[str, dict[str, Any]] = {
    "tiny-vit": {"embed_dim": 24, "vision_cfg": PLAIN, "text_cfg": TEXT},
    "tiny-vit-quickgelu": {"embed_dim": 24, "quick_gelu": True, "vision_cfg": PLAIN, "text_cfg": TEXT},
    "tiny-resnet": {
        "embed_dim": 24,
        "vision_cfg": {"image_size": 64, "layers": [1, 1, 1, 1], "width": 16},
        "text_cfg": TEXT,
    },
    "tiny-convnext": {
        "embed_dim": 24,
        "vision_cfg": {
            "timm_model_name": "convnext_atto",
            "timm_model_pretrained": False,
            "timm_pool": "",
            "timm_proj": "linear",
            "image_size": 64,
        },
        "text_cfg": TEXT,
    },
    "tiny-siglip": {
        "embed_dim": 192,
        "init_logit_bias": -10,
        "custom_text": True,
        "vision_cfg": {
            "timm_model_name": "vit_tiny_patch16_224",
            "timm_model_pretrained": False,
            "timm_pool": "map",
            "timm_proj": "none",
            "image_size": 224,
        },
        "text_cfg": {**TEXT, "no_causal_mask": True, "proj_bias": True, "pool_type": "last"},
    },
    "tiny-coca": {
        "embed_dim": 24,
        "vision_cfg": {**PLAIN, "attentional_pool": True, "attn_pooler_heads": 2, "output_tokens": True},
        "text_cfg": {**TEXT, "embed_cls": True, "output_tokens": True},
        "multimodal_cfg": {"context_length": 24, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
        "custom_text": True,
    },
    "tiny-mobileclip": {
        "embed_dim": 24,
        "custom_text": True,
        "vision_cfg": {
            "timm_model_name": "fastvit_t8",
            "timm_model_pretrained": False,
            "timm_pool": "avg",
            "timm_proj": "linear",
            "image_size": 64,
        },
        "text_cfg": {**TEXT, "no_causal_mask": True},
    },
}


def describe(name: str, folder: Path) -> Path:
    """Write a family's description and return the file, which is named as the architecture."""
    described = FAMILIES[name]
    if name == "tiny-siglip":  # its texts are cut by a tokenizer of the transformers library
        named = {
            "hf_tokenizer_name": str(write_tokenizer(folder / "siglip")),
            "tokenizer_kwargs": {"clean": "canonicalize"},
        }
        described = {**described, "text_cfg": {**described["text_cfg"], **named}}
    file = folder / f"{name}.json"
    file.write_text(json.dumps(described), "utf-8")
    return file


def write_tokenizer(folder: Path) -> Path:
    """Write a small tokenizer of the transformers library: letters and two words, an end piece, padding."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    words = dict.fromkeys([*"abcdefghijklmnopqrstuvwxyzäöüß'0123456789", "dog", "photo", "<unk>", "<pad>", "</s>"])
    inner = Tokenizer(models.WordLevel({word: row for row, word in enumerate(words)}, "<unk>"))
    inner.normalizer = normalizers.NFKC()
    inner.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Whitespace(), pre_tokenizers.Split("", "isolated")])
    end = inner.token_to_id("</s>")
    inner.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", end)])
    fast = PreTrainedTokenizerFast(tokenizer_object=inner, unk_token="<unk>", pad_token="<pad>", eos_token="</s>")
    fast.save_pretrained(folder)
    return folder
