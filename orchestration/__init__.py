"""The way in: the command line, the stages, the publisher and the schedules. All of it is assembly of what the other packages offer."""
