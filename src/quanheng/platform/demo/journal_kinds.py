KINDS = {
    "demo.switched": "Entered by one click in the demonstration: %(to_label)s",
    "demo.clock_moved": "The demonstration's clock was moved to %(to)s",
}
