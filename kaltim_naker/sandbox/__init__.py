"""The copy without people that sandbox keys write to: what is copied, who is invented, how it is thrown away."""
