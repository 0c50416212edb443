"""Find the words of an article that answer a question.

Pure and synchronous: knows no chat platform and reads no environment.
"""
