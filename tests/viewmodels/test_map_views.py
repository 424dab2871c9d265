from orrery.viewmodels.map_views import View, ViewHistory

WHOLE, NEAR, NEARER = View(0, 0, 2), View(0.4, 0.1, 0.5), View(0.4, 0.1, 0.2)


def test_back_and_forward_through_views() -> None:
    views = ViewHistory()
    for view in (WHOLE, NEAR, NEARER):
        views.rest_at(view)
    assert [views.back(), views.back(), views.back()] == [NEAR, WHOLE, None]
    assert [views.forward(), views.forward(), views.forward()] == [NEAR, NEARER, None]


def test_coming_to_rest_where_back_led_changes_nothing() -> None:
    views = ViewHistory()
    for view in (WHOLE, NEAR, NEARER):
        views.rest_at(view)
    there = views.back()
    assert there is not None
    views.rest_at(there)
    assert views.can_go_forward


def test_a_small_move_is_no_other_view_and_a_new_one_ends_forward() -> None:
    views = ViewHistory()
    views.rest_at(WHOLE)
    views.rest_at(View(0.01, 0, 2.02))
    assert not views.can_go_back
    views.rest_at(NEAR)
    views.back()
    views.rest_at(NEARER)
    assert not views.can_go_forward


def test_another_map_has_no_earlier_views() -> None:
    views = ViewHistory()
    views.rest_at(WHOLE)
    views.rest_at(NEAR)
    views.forget()
    assert views.back() is None
