"""The same posting is known by its address, its words, or nearly all of them."""

from __future__ import annotations

from time import process_time

from codesign.market import postings_there

WORDS = " ".join(f"word{number}" for number in range(120))
ROW = {"posting_id": "JP-01", "title": "Welder", "employer": "Prairie", "region": "Calgary", "text": WORDS, "url": ""}


def test_the_same_address_is_the_same_posting_however_one_came_there():
    there = postings_there([{**ROW, "url": "https://www.jobs.example/1?utm_source=mail"}])
    assert there.same({"text": "other", "url": "http://jobs.example/1/"}) == ("JP-01", "address")
    assert there.same({"text": "other", "url": "bulletin 1.txt"}) == ("", "")


def test_the_same_words_are_the_same_posting_whatever_their_marks():
    assert postings_there([ROW]).same({**ROW, "text": f"<p>{WORDS.upper()}</p>."}) == ("JP-01", "words")


def test_nearly_the_same_words_are_the_same_posting_unless_title_or_place_differ():
    near = {**ROW, "text": WORDS.replace("word7 ", "other ")}
    assert postings_there([ROW]).same(near) == ("JP-01", "nearly")
    assert postings_there([ROW]).same({**near, "region": "Edmonton"}) == ("", "")
    assert postings_there([ROW]).same({**near, "region": ""}) == ("JP-01", "nearly")
    assert postings_there([ROW]).same({**ROW, "text": WORDS[: len(WORDS) // 2]}) == ("", "")


def test_a_paragraph_that_all_share_does_not_make_each_be_compared_with_all():
    def rows(number):
        return [
            {"posting_id": str(one), "text": f"{WORDS} " + " ".join(f"{one}w{at}" for at in range(60))}
            for one in range(number)
        ]

    def seconds(number):
        started = process_time()
        postings_there(rows(number)).same({"text": WORDS})
        return process_time() - started

    seconds(50)
    assert seconds(1200) < 20 * max(seconds(200), 0.01)
