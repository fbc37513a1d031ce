"""The ways people write a building, a room, a bed."""

import pytest

from jingwei.housing.names import bed_label, building_number, door_of, floor_of, han_number, room_number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("3号楼", 3),
        (" 3号楼　", 3),
        ("3#", 3),
        ("3#楼", 3),
        ("3＃", 3),
        ("３号", 3),
        ("三号楼", 3),
        ("第三栋", 3),
        ("十二号楼", 12),
        ("二十一幢", 21),
        ("学生公寓5号楼", 5),
        (3.0, 3),
        ("主楼", None),
        ("3号楼或5号楼", None),
        ("0号楼", None),
        ("", None),
    ],
)
def test_building_number(written, number):
    assert building_number(written) == number


@pytest.mark.parametrize(
    ("written", "number"), [("三", 3), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("二三", None)]
)
def test_han_number(written, number):
    assert han_number(written) == number


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("101", "101"),
        (102.0, "102"),
        ("１０１", "101"),
        ("101室", "101"),
        ("3-101", "101"),
        ("3#1203", "1203"),
        ("5-101", None),  # the prefix names another building
        ("012", None),
        ("12", None),
        ("A101", None),
    ],
)
def test_room_number_in_building_3(written, number):
    assert room_number(written, 3) == number


@pytest.mark.parametrize(
    ("written", "label"), [("1", "1"), ("02", "2"), ("3号床", "3"), ("a", "A"), ("上铺", None), ("0", None)]
)
def test_bed_label(written, label):
    assert bed_label(written) == label


def test_a_room_number_tells_floor_and_door():
    assert (floor_of("412"), door_of("412")) == (4, 12)
    assert (floor_of("1203"), door_of("1203")) == (12, 3)
