"""The way in: the command line, the stages, the publisher and the schedules. Everything here is assembly of what the other packages offer."""
