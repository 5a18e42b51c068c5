from django.urls import path

from quanheng.platform.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/switch/", views.SwitchView.as_view(), name="switch"),
    path("demo/clock/", views.ClockView.as_view(), name="clock"),
]
