from django import forms


class SignUpForm(forms.Form):
    name = forms.CharField()

    def signup(self, request, user): ...
