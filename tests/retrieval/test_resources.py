"""The seed articles travel with the project byte for byte."""

import hashlib

from retrieval import resources

SHA256_STARTS = {
    "000_699d6cfdff00b0d5.txt": "e2630a7dbe4804da",
    "001_db1e42738141370b.txt": "7cf24dc15207bdb9",
    "002_056d3c2bcec60241.txt": "965ed09b3bcaf500",
    "003_2173ee28d5769b75.txt": "75e954d519208e23",
    "004_4ff9758f249b83b0.txt": "f10bc6fa755008da",
}


def test_the_seeds_are_the_articles_as_they_came() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in resources.seeds_folder().iterdir()
    }
    assert found == SHA256_STARTS


def test_the_config_folder_is_in_the_checkout() -> None:
    assert resources.config_folder().name == "config"
