"""The fictional province of Yanyuan, told step by step through the services of the rooms."""
